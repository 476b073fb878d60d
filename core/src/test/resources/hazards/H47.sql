-- expect H47:t.by_a 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, KEY by_a (a), KEY by_a_b (a, b));
-- clean
CREATE TABLE t (id INT PRIMARY KEY, a INT, b INT, UNIQUE KEY by_a (a), KEY by_a_b (a, b));
