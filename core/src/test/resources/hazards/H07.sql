-- expect H07:t 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, y YEAR);
-- clean
CREATE TABLE t (id INT PRIMARY KEY, y SMALLINT);
