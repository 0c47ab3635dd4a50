package dbserver

import (
	"fmt"
	"strconv"
)

// engine is what is known about a kind of server.
type engine struct {
	name, title string
	scheme      string // of DATABASE_URL
	query       string // of DATABASE_URL
	port        int    // inside its container
	image       string
	env         []string // of the container
	speed       []string // server arguments: data that lives for minutes needs no fsync
	greets      bool     // the server speaks first when a client has connected
	// client is the program that reads SQL from its standard input, as root of the server; inside reaches the
	// server in the client's own container.
	client  func(host string, port int) []string
	inside  []string
	pass    string // variable by which the client gets the password
	version string // SQL
	create  func(name string) string
	machine machine
}

// machine is how the engine runs without Docker.
type machine struct {
	programs []string // where its server program may be: globs; the last match wins
	user     string   // as whom it runs when we are root, which servers refuse
	folder   func(bin string, dir string) []string
	server   func(bin, dir string, port int) []string
	clients  []string // names for the client, in order
	after    func(name string) string
}

func engines() map[string]engine {
	return map[string]engine{"postgres": postgres(), "mysql": mysql(), "mariadb": mariadb()}
}

func postgres() engine {
	speed := []string{"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=1000"}
	return engine{
		name: "postgres", title: "PostgreSQL", scheme: "postgres", query: "sslmode=disable", port: 5432,
		image: "postgres:18", env: []string{"POSTGRES_PASSWORD=" + rootSecret}, speed: speed,
		client: func(host string, port int) []string {
			return []string{"psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-h", host, "-p", strconv.Itoa(port)}
		},
		inside:  []string{"psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-h", "127.0.0.1"},
		pass:    "PGPASSWORD",
		version: "SHOW server_version;",
		create: func(name string) string {
			return fmt.Sprintf("CREATE ROLE %[1]s LOGIN PASSWORD '%[2]s';\nCREATE DATABASE %[1]s OWNER %[1]s TEMPLATE template0 ENCODING 'UTF8';\n", name, secret)
		},
		machine: machine{
			programs: []string{"/usr/lib/postgresql/*/bin/postgres", "/usr/pgsql-*/bin/postgres", "/opt/homebrew/opt/postgresql@*/bin/postgres", "/usr/local/opt/postgresql@*/bin/postgres", `C:\Program Files\PostgreSQL\*\bin\postgres.exe`},
			user:     "postgres",
			folder: func(bin, dir string) []string {
				return []string{sibling(bin, "initdb"), "-D", dir, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", dir + ".password", "-E", "UTF8", "--locale=C", "-N"}
			},
			server: func(bin, dir string, port int) []string {
				return append([]string{bin, "-D", dir, "-h", "127.0.0.1", "-p", strconv.Itoa(port), "-k", ""}, speed...)
			},
			clients: []string{"psql"},
		},
	}
}

// mysqlSpeed are the settings that MySQL and MariaDB share.
var mysqlSpeed = []string{"--innodb-flush-log-at-trx-commit=0", "--sync-binlog=0", "--innodb-doublewrite=0", "--skip-log-bin", "--max-connections=1000", "--max-connect-errors=1000000"}

func createMySQL(name string) string {
	return fmt.Sprintf("CREATE DATABASE %[1]s;\nCREATE USER '%[1]s'@'%%' IDENTIFIED BY '%[2]s';\nGRANT ALL ON %[1]s.* TO '%[1]s'@'%%';\n", name, secret)
}

func mysqlClient(program string) func(string, int) []string {
	return func(host string, port int) []string {
		return []string{program, "-N", "-B", "-u", "root", "-h", host, "-P", strconv.Itoa(port), "--protocol=tcp"}
	}
}

func mysql() engine {
	return engine{
		name: "mysql", title: "MySQL", scheme: "mysql", port: 3306, image: "mysql:9.7",
		env: []string{"MYSQL_ROOT_PASSWORD=" + rootSecret, "MYSQL_ROOT_HOST=%"}, speed: mysqlSpeed,
		greets: true, client: mysqlClient("mysql"), inside: []string{"mysql", "-N", "-B", "-u", "root"},
		pass: "MYSQL_PWD", version: "SELECT version();", create: createMySQL,
		machine: machine{
			programs: []string{"/usr/sbin/mysqld", "/opt/homebrew/opt/mysql/bin/mysqld", "/usr/local/opt/mysql/bin/mysqld"},
			user:     "mysql",
			folder: func(bin, dir string) []string {
				return []string{bin, "--no-defaults", "--initialize-insecure", "--datadir=" + dir}
			},
			server:  mysqlServer,
			clients: []string{"mysql"},
			after:   rootPassword,
		},
	}
}

func mariadb() engine {
	return engine{
		name: "mariadb", title: "MariaDB", scheme: "mysql", port: 3306, image: "mariadb:11.8",
		env: []string{"MARIADB_ROOT_PASSWORD=" + rootSecret, "MARIADB_ROOT_HOST=%"}, speed: mysqlSpeed,
		greets: true, client: mysqlClient("mariadb"), inside: []string{"mariadb", "-N", "-B", "-u", "root"},
		pass: "MYSQL_PWD", version: "SELECT version();", create: createMySQL,
		machine: machine{
			programs: []string{"/usr/sbin/mariadbd", "/opt/homebrew/opt/mariadb/bin/mariadbd", "/usr/local/opt/mariadb/bin/mariadbd"},
			user:     "mysql",
			folder: func(_, dir string) []string {
				return []string{"mariadb-install-db", "--no-defaults", "--datadir=" + dir, "--auth-root-authentication-method=normal", "--skip-test-db"}
			},
			server:  mysqlServer,
			clients: []string{"mariadb", "mysql"},
			after:   rootPassword,
		},
	}
}

func mysqlServer(bin, dir string, port int) []string {
	return append([]string{bin, "--no-defaults", "--datadir=" + dir, "--bind-address=127.0.0.1", "--port=" + strconv.Itoa(port), "--socket=" + dir + ".sock", "--pid-file=" + dir + ".pid"}, mysqlSpeed...)
}

// rootPassword gives the server's root, made without a password, the one that the client knows.
func rootPassword(string) string {
	return fmt.Sprintf("ALTER USER root@localhost IDENTIFIED BY '%s';\n", rootSecret)
}
