-- expect H32:t.e 1
-- hazard
SET sql_mode = '';
CREATE TABLE t (id INT PRIMARY KEY, e ENUM('a', 'b'));
INSERT INTO t VALUES (1, 'nope'), (2, 'b');
-- clean
CREATE TABLE t (id INT PRIMARY KEY, e ENUM('a', 'b'));
INSERT INTO t VALUES (2, 'b');
