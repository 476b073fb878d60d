-- expect H45:t.g 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, g POINT);
-- clean
CREATE TABLE t (id INT PRIMARY KEY, g VARBINARY(99));
