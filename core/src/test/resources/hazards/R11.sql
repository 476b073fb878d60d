-- expect R11:t.b 1
-- hazard
CREATE TABLE t (id int PRIMARY KEY, a text, b text GENERATED ALWAYS AS (md5(a) || 'x') STORED);
-- clean
CREATE TABLE t (id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a + 1) STORED);
