package deploy

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

// answers is what an operator writes into .env, line by line.
var answers = []string{
	"ALCOVE_DOMAIN=group.example.org", "ALCOVE_PUBLIC_IP=203.0.113.7", "ALCOVE_CONTACT=(555) 0100",
}

// load reads docker-compose.yml as docker compose does, validated against the specification.
func load(t *testing.T, answers []string) (*types.Project, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), ".env")
	if err := os.WriteFile(file, []byte(strings.Join(answers, "\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	options, err := cli.NewProjectOptions([]string{"../docker-compose.yml"}, cli.WithEnvFiles(file), cli.WithDotEnv)
	if err != nil {
		t.Fatal(err)
	}
	return options.LoadProject(t.Context())
}

func project(t *testing.T) *types.Project {
	t.Helper()
	p, err := load(t, answers)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestTheDeploymentAsksForWhatItCanNotKnow(t *testing.T) {
	for _, answer := range answers {
		name, _, _ := strings.Cut(answer, "=")
		t.Run(name, func(t *testing.T) {
			others := slices.DeleteFunc(slices.Clone(answers), func(a string) bool { return a == answer })
			if _, err := load(t, others); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("without it: %v", err)
			}
		})
	}
	project(t) // control: with all of them it loads
}

func TestEveryServiceHasOnlyWhatItNeeds(t *testing.T) {
	p := project(t)
	if names := p.ServiceNames(); len(names) != 2 {
		t.Fatalf("services %q: say here what a new one may do", names)
	}
	for name, s := range p.Services {
		t.Run(name, func(t *testing.T) {
			uid, _, _ := strings.Cut(s.User, ":")
			for what, held := range map[string]bool{
				"its root is read-only":         s.ReadOnly,
				"it has no capabilities":        slices.Equal(s.CapDrop, []string{"ALL"}) && len(s.CapAdd) == 0,
				"it gains no privileges":        slices.Contains(s.SecurityOpt, "no-new-privileges:true") && !s.Privileged,
				"it isn't root":                 uid != "" && strings.Trim(uid, "0") != "" && uid != "root",
				"its temporary files are small": len(s.Tmpfs) == 1 && strings.HasPrefix(s.Tmpfs[0], "/tmp:size="),
				"it says how it is":             s.HealthCheck != nil && !s.HealthCheck.Disable,
				"its memory is bounded":         s.MemLimit > 0,
				"its processes are bounded":     s.PidsLimit > 0,
				"its logs are bounded":          s.Logging != nil && s.Logging.Options["max-size"] != "" && s.Logging.Options["max-file"] != "",
				"nothing is in its environment": len(s.Environment) == 0 && len(s.EnvFiles) == 0,
				"it shares nothing of the host": s.NetworkMode == "" && s.Pid == "" && s.Ipc == "" && len(s.Devices) == 0,
				"it has time to end":            s.StopGracePeriod != nil && s.StopGracePeriod.String() == "30s",
			} {
				if !held {
					t.Errorf("not so: %s", what)
				}
			}
			for _, v := range s.Volumes {
				if v.Type != types.VolumeTypeVolume {
					t.Errorf("%s is mounted from the host", v.Source)
				}
			}
		})
	}
}

func TestOnlyTheServerIsReachedFromOutside(t *testing.T) {
	p := project(t)
	redis, server := p.Services["redis"], p.Services["alcove"]
	if len(redis.Ports) > 0 || len(redis.Networks) != 1 || !p.Networks["inside"].Internal {
		t.Error("Redis can be reached from elsewhere, or reach it")
	}
	if _, inside := redis.Networks["inside"]; !inside {
		t.Error("Redis is on another network")
	}
	var published []string
	for _, port := range server.Ports {
		published = append(published, port.Published+"/"+port.Protocol)
	}
	slices.Sort(published)
	if want := []string{"443/tcp", "7700/udp", "80/tcp"}; !slices.Equal(published, want) {
		t.Errorf("published %q, want %q", published, want)
	}
}

func TestSecretsAreFilesOfTheServiceThatNeedsThem(t *testing.T) {
	p := project(t)
	for name, secret := range p.Secrets {
		if want := filepath.Join("deploy", "secrets", name); !strings.HasSuffix(secret.File, want) || secret.Environment != "" {
			t.Errorf("%s comes from %q", name, secret.File)
		}
	}
	given := func(service string) (names []string) {
		for _, s := range p.Services[service].Secrets {
			names = append(names, s.Source)
		}
		return names
	}
	if got := given("alcove"); !slices.Equal(got, []string{"redis_password"}) {
		t.Errorf("the server is given %q", got)
	}
	if got := given("redis"); !slices.Contains(got, "redis_users") {
		t.Errorf("Redis is given %q", got)
	}
	raw, err := os.ReadFile("../docker-compose.yml")
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range []string{"requirepass", "environment:", "privileged"} {
		if strings.Contains(string(raw), word) {
			t.Errorf("docker-compose.yml says %s", word)
		}
	}
}

func TestTheServerRunsInProductionWithItsRedis(t *testing.T) {
	p := project(t)
	command := p.Services["alcove"].Command
	for _, want := range []string{
		"--production", "--tls-domain=group.example.org", "--public-ip=203.0.113.7", "--contact=(555) 0100",
		"--redis-url=redis://alcove@redis:6379", "--redis-password-file=/run/secrets/redis_password",
		"--key-dir=/var/lib/alcove/keys",
	} {
		if !slices.Contains(command, want) {
			t.Errorf("not said: %s in %q", want, command)
		}
	}
	if p.Services["alcove"].DependsOn["redis"].Condition != types.ServiceConditionHealthy {
		t.Error("the server doesn't wait for Redis")
	}
	config := p.Services["redis"].Configs
	if len(config) != 1 || !slices.Contains(p.Services["redis"].Command, config[0].Target) ||
		!strings.HasSuffix(p.Configs[config[0].Source].File, "deploy/redis/redis.conf") {
		t.Error("Redis doesn't read deploy/redis/redis.conf")
	}
	if !strings.HasPrefix(p.Services["redis"].Image, "redis:7.") {
		t.Errorf("image %s", p.Services["redis"].Image)
	}
}

// What these settings do is tested with a real Redis in room/store.
func TestRedisForgetsNothing(t *testing.T) {
	settings := map[string]string{}
	for line := range strings.Lines(read(t, "redis/redis.conf")) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), " "); ok && name != "#" {
			settings[name] = value
		}
	}
	for name, want := range map[string]string{
		"appendonly": "yes", "appendfsync": "always", "maxmemory-policy": "noeviction", "aclfile": "/run/secrets/redis_users",
	} {
		if settings[name] != want {
			t.Errorf("%s is %q, want %q", name, settings[name], want)
		}
	}
}

func TestPasswordsAreMadeOnceAndGoWhereTheyAreLookedFor(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"secrets.sh", "redis/users.acl"} {
		to := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(to, []byte(read(t, name)), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	run := func() error { return exec.CommandContext(t.Context(), filepath.Join(dir, "secrets.sh")).Run() }
	if err := run(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(filepath.Join(dir, "secrets")); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("others may look into the folder: %v", err)
	}
	for name := range project(t).Secrets {
		text, err := os.ReadFile(filepath.Join(dir, "secrets", name))
		if err != nil || len(strings.TrimSpace(string(text))) < 40 {
			t.Errorf("%s: %d bytes, %v", name, len(text), err)
		}
	}
	users, err := os.ReadFile(filepath.Join(dir, "secrets", "redis_users"))
	if err != nil || strings.Contains(string(users), "SHA256") || strings.Count(string(users), " #") != 2 {
		t.Errorf("the users' passwords were not filled in: %v", err)
	}
	if err := run(); err == nil {
		t.Error("a second run has thrown the passwords away")
	}
	if again, err := os.ReadFile(filepath.Join(dir, "secrets", "redis_users")); err != nil || string(again) != string(users) {
		t.Errorf("a second run has changed them: %v", err)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
