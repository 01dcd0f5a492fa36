package e2e

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alcove/bot"
	"alcove/signaling/protocol"
)

// portal is a practice's own website as far as Alcove knows it: a key, and a name for its practice.
type portal struct {
	t       *testing.T
	name    string
	private ed25519.PrivateKey
	file    string // its published keys
}

func newPortal(t *testing.T, name string) *portal {
	t.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p := &portal{t: t, name: name, private: private, file: filepath.Join(t.TempDir(), name+".json")}
	set := p.json(map[string]any{"keys": []any{map[string]any{
		"kty": "OKP", "crv": "Ed25519", "kid": name, "x": base64.RawURLEncoding.EncodeToString(public),
	}}})
	if err := os.WriteFile(p.file, set, 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *portal) json(v any) []byte {
	p.t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		p.t.Fatal(err)
	}
	return text
}

// token is written with the standard library alone, from what docs/operations.md says.
func (p *portal) token(server, group, person string) string {
	p.t.Helper()
	now := time.Now().Unix()
	part := func(v any) string { return base64.RawURLEncoding.EncodeToString(p.json(v)) }
	text := part(map[string]any{"alg": "EdDSA", "kid": p.name, "typ": "alcove-portal+jwt"}) + "." + part(map[string]any{
		"iss": p.name, "aud": server, "sub": person, "room": group,
		"iat": now, "exp": now + 60, "jti": rand.Text(),
	})
	return text + "." + base64.RawURLEncoding.EncodeToString(ed25519.Sign(p.private, []byte(text)))
}

// command runs one of the program's own commands against the server.
func (s *server) command(args ...string) {
	s.t.Helper()
	cmd := exec.CommandContext(s.ctx, binary, append(args, "--admin", strings.TrimPrefix(s.admin, "http://"))...)
	if out, err := cmd.CombinedOutput(); err != nil {
		s.t.Fatalf("%v: %v\n%s", args, err, out)
	}
}

func TestAPracticesOwnPortalSendsItsMembersAndNobodyElse(t *testing.T) {
	t.Parallel()
	ours, theirs := newPortal(t, "riverside"), newPortal(t, "hillside")
	s := start(t, "--issuer", "riverside="+ours.file, "--issuer", "hillside="+theirs.file)
	ana := s.person("Ana")
	by := func(token string) func(*bot.Config) { return func(c *bot.Config) { c.Token = token } }
	turnedAway := func(what, token string) {
		t.Helper()
		config := bot.Config{BaseURL: s.page, Token: token, Colour: 1, Tone: 1}
		if _, err := bot.Join(s.ctx, config); !refused(err) {
			t.Errorf("%s: %v, want a refusal", what, err)
		}
	}
	turnedAway("before the group has a practice", ours.token(s.page, "demo", ana))
	s.command("group", "set", "--group", "demo", "--name", "Demo group", "--host-name", "Dana", "--practice", "riverside")

	token := ours.token(s.page, "demo", ana)
	b := s.join("Ana", by(token))
	s.await(b, "the lobby", func(v protocol.View) bool { return v.Place == "lobby" })
	turnedAway("the same token again", token)
	turnedAway("another practice's token", theirs.token(s.page, "demo", ana))
	turnedAway("a token for another server", ours.token("https://other.example", "demo", ana))
	turnedAway("somebody who is no member", ours.token(s.page, "demo", "stranger"))

	s.join("Ana", by(ours.token(s.page, "demo", ana))) // control
	if printed := []byte(s.printed()); bytes.Contains(printed, []byte(token)) {
		t.Error("the token was printed")
	}
}
