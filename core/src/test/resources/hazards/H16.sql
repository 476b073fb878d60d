-- expect H16:t 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, a FLOAT, b DOUBLE);
-- clean
CREATE TABLE t (id INT PRIMARY KEY, b DOUBLE);
