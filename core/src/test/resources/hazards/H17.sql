-- expect H17:t 2
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, a INT(5) ZEROFILL, b FLOAT(7,2));
-- clean
CREATE TABLE t (id INT PRIMARY KEY, a INT(5));
