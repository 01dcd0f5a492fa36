package store

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"alcove/room"
)

const (
	alcovePassword   = "the server's password"
	operatorPassword = "the operator's password"
)

// as is the address of this server for one of its users.
func (s server) as(user, password string) string {
	return (&url.URL{Scheme: "unix", User: url.UserPassword(user, password), Path: s.socket}).String()
}

// startDeployed starts Redis with the very files that docker-compose.yml gives it.
func startDeployed(t *testing.T) server {
	t.Helper()
	return startRedis(t, "../../deploy/redis/redis.conf", "--aclfile", deployedUsers(t))
}

// deployedUsers fills the deployment's list of users in, as deploy/secrets.sh does, and returns the file.
func deployedUsers(t *testing.T) string {
	t.Helper()
	hash := func(password string) string {
		sum := sha256.Sum256([]byte(password))
		return hex.EncodeToString(sum[:])
	}
	users := strings.NewReplacer("ALCOVE_SHA256", hash(alcovePassword), "OPERATOR_SHA256", hash(operatorPassword)).
		Replace(string(must(os.ReadFile("../../deploy/redis/users.acl"))(t)))
	return writeUsers(t, users)
}

func writeUsers(t *testing.T, users string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "users.acl")
	check(t, os.WriteFile(file, []byte(users), 0o600))
	return file
}

func openAs(t *testing.T, url, password, prefix string) *Store {
	t.Helper()
	s := must(Open(t.Context(), Config{URL: url, Password: password, Prefix: prefix, Patience: calm}))(t)
	t.Cleanup(func() { check(t, s.Close()) })
	return s
}

func TestTheDeployedRedisKeepsEveryPromiseToItsLeastPrivilegedUser(t *testing.T) {
	deployed := startDeployed(t)
	var prefixes []string
	for name, promise := range promises {
		t.Run(name, func(t *testing.T) {
			prefix := "alcove:" + t.Name() + ":"
			prefixes = append(prefixes, prefix)
			promise(t, openAs(t, deployed.as("alcove", ""), alcovePassword, prefix))
		})
	}
	operator := openAs(t, deployed.as("operator", operatorPassword), "", "alcove:")
	for _, refused := range must(operator.db.ACLLog(t.Context(), 100).Result())(t) {
		t.Errorf("deploy/redis/users.acl doesn't grant the %s %s", refused.Reason, refused.Object)
	}
	s := openAs(t, deployed.as("alcove", alcovePassword), "", "alcove:")
	if warnings, err := s.Safety(t.Context()); err != nil || len(warnings) > 0 {
		t.Errorf("the deployed Redis isn't safe: %q, %v", warnings, err)
	}
	checkLeast(t, operator)
	checkDocumented(t, operator, prefixes)
}

// checkDocumented finds kinds of keys of which docs/operations.md doesn't say what is in them.
func checkDocumented(t *testing.T, operator *Store, prefixes []string) {
	t.Helper()
	ids := regexp.MustCompile(`\{[^}]*\}`)
	manual := string(must(os.ReadFile("../../docs/operations.md"))(t))
	found := map[string]bool{}
	for _, key := range must(operator.db.Keys(t.Context(), "*").Result())(t) {
		for _, prefix := range prefixes {
			key = strings.TrimPrefix(strings.TrimPrefix(key, prefix), "other:")
		}
		kind, _, _ := strings.Cut(ids.ReplaceAllString(key, "{ID}"), ":")
		if kind == "room" {
			kind = ids.ReplaceAllString(key, "{ID}")
		}
		found[kind] = true
	}
	for kind := range found {
		if !strings.Contains(manual, "| `"+kind+"`") && !strings.Contains(manual, "| `"+kind+":") {
			t.Errorf("docs/operations.md doesn't say what is in %s", kind)
		}
	}
	if len(found) < 8 {
		t.Errorf("only these kinds of keys were found: %v", found)
	}
}

// checkLeast finds commands that the server's user is granted and that nothing has called.
func checkLeast(t *testing.T, operator *Store) {
	t.Helper()
	stats := must(operator.db.Info(t.Context(), "commandstats").Result())(t)
	granted := 0
	for _, line := range strings.Split(string(must(os.ReadFile("../../deploy/redis/users.acl"))(t)), "\n") {
		if !strings.HasPrefix(line, "user alcove ") {
			continue
		}
		for _, rule := range strings.Fields(line) {
			command, isGrant := strings.CutPrefix(rule, "+")
			if !isGrant {
				continue
			}
			granted++
			if !strings.Contains(stats, "cmdstat_"+command+":") {
				t.Errorf("%s is granted and never used", command)
			}
		}
	}
	if granted < 10 {
		t.Errorf("found %d granted commands: this test doesn't read the list any more", granted)
	}
}

func TestTheServersUserReachesNothingElse(t *testing.T) {
	deployed := startDeployed(t)
	s := openAs(t, deployed.as("alcove", alcovePassword), "", "alcove:")
	do := func(words ...any) error { return s.db.Do(t.Context(), words...).Err() }
	check(t, do("SET", "alcove:x", "1"))
	check(t, do("PUBLISH", "alcove:x", "1"))
	for name, words := range map[string][]any{
		"another's key":               {"SET", "other:x", "1"},
		"another's key from a script": {"EVAL", "return redis.call('GET', 'other:x')", 0},
		"another's channel":           {"PUBLISH", "other", "1"},
		"what there is":               {"KEYS", "*"},
		"the settings":                {"CONFIG", "GET", "*"},
		"everything at once":          {"FLUSHALL"},
		"the users":                   {"ACL", "LIST"},
		"what others say":             {"MONITOR"},
		"the end":                     {"SHUTDOWN"},
	} {
		t.Run(name, func(t *testing.T) {
			err := do(words...)
			if err == nil || !strings.Contains(err.Error(), "permission") && !strings.Contains(err.Error(), "can't access") {
				t.Errorf("got %v", err)
			}
		})
	}
	if _, err := Open(t.Context(), Config{URL: deployed.url, Patience: calm}); !errors.Is(err, ErrUnavailable) {
		t.Errorf("somebody without a password: %v", err)
	}
}

func TestARedisThatPeopleCanNotDependOnIsRefused(t *testing.T) {
	const (
		nobody = "user default off\n"
		alcove = "user alcove on >pw ~* &* +@all\n"
	)
	safe := []string{"--appendonly", "yes", "--appendfsync", "always", "--save", ""}
	with := func(more ...string) []string { return append(slices.Clone(safe), more...) }
	for name, row := range map[string]struct {
		arguments []string
		users     string // empty: as Redis is out of the box
		user      string
		want      []string // what is said, each once and nothing more
		warn      bool
	}{
		"control: a safe one": {arguments: safe, users: nobody + alcove, user: "alcove"},
		"out of the box":      {arguments: safe, want: []string{"default user", "without a password"}},
		"one password for all": {
			arguments: with("--requirepass", "pw"), user: "default", want: []string{"default user"},
		},
		"open beside its users": {
			arguments: safe, users: "user default on nopass ~* &* +@all\n" + alcove, user: "alcove",
			want: []string{"without a password"},
		},
		"any password will do": {
			arguments: safe, users: nobody + "user alcove on nopass ~* &* +@all\n", user: "alcove", want: []string{"nopass"},
		},
		"no append-only file": {
			arguments: with("--appendonly", "no"), users: nobody + alcove, user: "alcove", want: []string{"appendonly yes"},
		},
		"throws away": {
			arguments: with("--maxmemory-policy", "allkeys-lru"), users: nobody + alcove, user: "alcove",
			want: []string{"noeviction"},
		},
		"a replica": {
			arguments: with("--replicaof", "127.0.0.1 1"), users: nobody + alcove, user: "alcove", want: []string{"primary"},
		},
		"doesn't say who we are": {
			arguments: safe, users: nobody + "user alcove on >pw ~* &* +@all -acl\n", user: "alcove", want: []string{"+acl|whoami"},
		},
		"doesn't say how it is": {
			arguments: safe, users: nobody + "user alcove on >pw ~* &* +@all -info\n", user: "alcove", want: []string{"+info"},
		},
		"writes once a second": {
			arguments: with("--appendfsync", "everysec"), users: nobody + alcove, user: "alcove", warn: true,
		},
		"doesn't say how often it writes": {
			arguments: with("--appendfsync", "everysec"), users: nobody + "user alcove on >pw ~* &* +@all -config\n", user: "alcove",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if row.users != "" {
				row.arguments = append(row.arguments, "--aclfile", writeUsers(t, row.users))
			}
			redis := startRedis(t, row.arguments...)
			url := redis.url
			if row.user != "" {
				url = redis.as(row.user, "pw")
			}
			warnings, err := openAs(t, url, "", "").Safety(t.Context())
			checkFaults(t, err, row.want)
			if (len(warnings) > 0) != row.warn {
				t.Errorf("warned of %q", warnings)
			}
		})
	}
}

// checkFaults wants an error that names each of these faults and no other.
func checkFaults(t *testing.T, err error, want []string) {
	t.Helper()
	if (err != nil) != (len(want) > 0) || err != nil && !errors.Is(err, ErrUnsafe) {
		t.Fatalf("got %v, want %q", err, want)
	}
	for _, w := range want {
		if !strings.Contains(err.Error(), w) {
			t.Errorf("got %v, want %q", err, w)
		}
	}
	if err != nil && strings.Count(err.Error(), "\n  - ") > len(want) {
		t.Errorf("more than %q: %v", want, err)
	}
}

func TestTheStoreInThisProcessIsNotDependedOn(t *testing.T) {
	if _, err := open(t, "").Safety(t.Context()); !errors.Is(err, ErrUnsafe) {
		t.Errorf("got %v", err)
	}
}

func TestRedisIsNotReachedOverPublicAddressesWithoutTLS(t *testing.T) {
	for url, want := range map[string]bool{
		"redis://203.0.113.7:6379":           true,
		"redis://[2001:db8::1]:6379":         true,
		"redis://[::ffff:203.0.113.7]:1":     true,
		"rediss://203.0.113.7:6379":          false,
		"redis://127.0.0.1:6379":             false,
		"redis://10.1.2.3:6379":              false,
		"redis://[fd00::1]:6379":             false,
		"unix:///run/redis.sock":             false,
		"redis://172.18.0.2:6379?protocol=3": false,
	} {
		t.Run(url, func(t *testing.T) {
			s := &Store{patience: calm, log: slog.New(slog.DiscardHandler)}
			s.db = redis.NewClient(must(s.options(url))(t))
			defer func() { _ = s.db.Close() }()
			if plain := must(s.plainOverPublic(t.Context()))(t); plain != want {
				t.Errorf("got %t", plain)
			}
		})
	}
}

func TestAPasswordFromAFileTakesThePlaceOfTheURLs(t *testing.T) {
	redis := startRedis(t, "--requirepass", "right", "--save", "")
	for name, row := range map[string]struct {
		url, password string
		opens         bool
	}{
		"from the URL":          {redis.as("default", "right"), "", true},
		"instead of the URL's":  {redis.as("default", "wrong"), "right", true},
		"without a user":        {redis.url, "right", true},
		"a wrong one":           {redis.as("default", "right"), "wrong", false},
		"control: none is none": {redis.url, "", false},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := Open(t.Context(), Config{URL: row.url, Password: row.password, Patience: calm})
			if (err == nil) != row.opens {
				t.Fatalf("got %v", err)
			}
			if err == nil {
				check(t, s.PutGroup(t.Context(), room.Group{ID: "g", ClientMax: 12}))
				check(t, s.Close())
			}
		})
	}
}
