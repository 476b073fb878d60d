-- expect H61:t 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, u UUID);
-- clean
CREATE TABLE t (id INT PRIMARY KEY, u BINARY(16));
