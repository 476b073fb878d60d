-- expect H31:t 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(10));
-- clean
CREATE TABLE t (id INT PRIMARY KEY, a CHAR(10), b TEXT);
