-- expect H63:sequence 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY);
CREATE SEQUENCE s;
-- clean
CREATE TABLE t (id INT PRIMARY KEY);
