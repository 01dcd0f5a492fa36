package deploy

import (
	"bufio"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
)

// stages reads the Dockerfile as docker build does.
func stages(t *testing.T) []instructions.Stage {
	t.Helper()
	file, err := os.Open("../Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	parsed, err := parser.Parse(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range parsed.Warnings {
		t.Error(w.Short)
	}
	all, _, err := instructions.Parse(parsed.AST, nil)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// of returns a stage's instructions of one kind.
func of[T instructions.Command](s instructions.Stage) (found []T) {
	for _, c := range s.Commands {
		if one, ok := c.(T); ok {
			found = append(found, one)
		}
	}
	return found
}

func TestBaseImagesAreNamedByVersion(t *testing.T) {
	version := regexp.MustCompile(`^(node:20|golang:1\.26)-bookworm(-slim)?$`)
	all := stages(t)
	for _, s := range all[:len(all)-1] {
		if !version.MatchString(s.BaseName) {
			t.Errorf("%s", s.BaseName)
		}
	}
	if last := all[len(all)-1]; last.BaseName != "scratch" {
		t.Errorf("the image itself begins with %s", last.BaseName)
	}
	if !strings.Contains(read(t, "../go.mod"), "\ngo 1.26") {
		t.Error("go.mod asks for another Go than the Dockerfile")
	}
}

func TestTheServerIsBuiltStatic(t *testing.T) {
	var built bool
	for _, s := range stages(t) {
		for _, run := range of[*instructions.RunCommand](s) {
			line := strings.Join(run.CmdLine, " ")
			if !strings.Contains(line, "go build") {
				continue
			}
			built = true
			for _, want := range []string{"CGO_ENABLED=0", "-trimpath", "./cmd/alcove"} {
				if !strings.Contains(line, want) {
					t.Errorf("built without %s: %s", want, line)
				}
			}
		}
	}
	if !built {
		t.Error("nothing is built")
	}
}

func TestTheImageRunsTheServerAndHoldsNothingElse(t *testing.T) {
	all := stages(t)
	image := all[len(all)-1]
	for _, c := range of[*instructions.CopyCommand](image) {
		if c.From == "" {
			t.Errorf("copied from the folder of sources: %s", c.DestPath)
		}
	}
	if len(of[*instructions.RunCommand](image)) > 0 || len(of[*instructions.AddCommand](image)) > 0 ||
		len(of[*instructions.EnvCommand](image)) > 0 {
		t.Error("the last stage does more than to copy")
	}
	users := of[*instructions.UserCommand](image)
	if len(users) != 1 || !regexp.MustCompile(`^[1-9]\d+:[1-9]\d+$`).MatchString(users[0].User) {
		t.Errorf("runs as %v", users)
	}
	if server := project(t).Services["alcove"]; server.User != users[0].User {
		t.Errorf("docker-compose.yml runs it as %s, who doesn't own its folder", server.User)
	}
	entry := of[*instructions.EntrypointCommand](image)
	if len(entry) != 1 || entry[0].PrependShell || !slices.Equal(entry[0].CmdLine, []string{"/alcove"}) {
		t.Errorf("starts %v", entry)
	}
	health := of[*instructions.HealthCheckCommand](image)
	if len(health) != 1 || !slices.Equal(health[0].Health.Test, []string{"CMD", "/alcove", "healthcheck"}) {
		t.Errorf("says how it is by %v", health)
	}
}

func TestNoSecretGetsNearAnImage(t *testing.T) {
	var ignored []string
	for lines := bufio.NewScanner(strings.NewReader(read(t, "../.dockerignore"))); lines.Scan(); {
		ignored = append(ignored, lines.Text())
	}
	for _, want := range []string{".env*", "deploy", ".git", "**/*.pem", "**/*.key"} {
		if !slices.Contains(ignored, want) {
			t.Errorf("%s is sent to the builder", want)
		}
	}
}
