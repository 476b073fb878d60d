-- expect H33:t 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, s SET('a', 'b'));
-- clean
CREATE TABLE t (id INT PRIMARY KEY, s VARCHAR(9));
