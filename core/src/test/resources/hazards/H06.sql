-- expect H06:t.h 2
-- hazard
CREATE TABLE t (id INT PRIMARY KEY, h TIME);
INSERT INTO t VALUES (1, '-00:00:01'), (2, '25:00:00'), (3, '23:59:59');
-- clean
CREATE TABLE t (id INT PRIMARY KEY, h TIME);
INSERT INTO t VALUES (3, '23:59:59');
