-- expect R06:t.id 1
-- expect R06:t.t_pkey 2
-- hazard
CREATE TABLE t (id text PRIMARY KEY);
INSERT INTO t VALUES (repeat('a', 5000)), (repeat('b', 4000)), ('short');
-- clean
CREATE TABLE t (id varchar(50) PRIMARY KEY);
INSERT INTO t VALUES ('short');
