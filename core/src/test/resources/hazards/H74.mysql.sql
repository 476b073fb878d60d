-- expect H74:t.half 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, a INT, KEY half ((a DIV 2)));
-- clean
CREATE TABLE t (id INT PRIMARY KEY, a INT, KEY half (a));
