-- expect H18:t 2
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, a DOUBLE, b DECIMAL(10,2));
-- clean
CREATE TABLE t (id INT PRIMARY KEY, a FLOAT);
