-- expect H72:t 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, v VECTOR(3));
-- clean
CREATE TABLE t (id INT PRIMARY KEY, v VARBINARY(12));
