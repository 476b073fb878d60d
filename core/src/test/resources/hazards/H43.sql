-- expect H43:indexes 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, a INT, KEY by_a (a));
CREATE TABLE u (id INT PRIMARY KEY, a INT, KEY by_a (a));
-- clean
CREATE TABLE t (id INT PRIMARY KEY, a INT, KEY by_a (a));
