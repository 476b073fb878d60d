-- expect H30:t 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, a CHAR(5));
-- clean
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(5));
