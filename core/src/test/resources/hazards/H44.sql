-- expect H44:t.words 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, a TEXT, FULLTEXT KEY words (a));
-- clean
CREATE TABLE t (id INT PRIMARY KEY, a TEXT);
