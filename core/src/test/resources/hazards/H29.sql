-- expect H29:t.a 1
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, a TEXT);
INSERT INTO t VALUES (1, CONCAT('a', CHAR(0))), (2, 'b');
-- clean
CREATE TABLE t (id INT PRIMARY KEY, a TEXT);
INSERT INTO t VALUES (2, 'b');
