-- expect H14:t 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, yes TINYINT(1), n TINYINT);
-- clean
CREATE TABLE t (id INT PRIMARY KEY, n TINYINT);
