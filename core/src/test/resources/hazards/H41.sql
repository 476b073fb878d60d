-- expect H41:t.by_a 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, a TEXT, KEY by_a (a(10)));
-- clean
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(10), KEY by_a (a));
