-- expect H04:t 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, d DATETIME);
-- clean
CREATE TABLE t (id INT PRIMARY KEY, d DATE);
