-- expect H71:t.a 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, a INT INVISIBLE);
-- clean
CREATE TABLE t (id INT PRIMARY KEY, a INT);
