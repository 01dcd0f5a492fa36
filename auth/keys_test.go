package auth

import (
	"crypto"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func TestADirectoryIsGivenAKeyThatIsKept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "keys")
	token := newWorld(t, load(t, dir)).token(t)
	if _, err := newWorld(t, load(t, dir)).Join(t.Context(), token); err != nil {
		t.Errorf("after a restart: %v", err)
	}
	entries := must(os.ReadDir(dir))
	if len(entries) != 1 {
		t.Fatalf("%d files", len(entries))
	}
	if mode := must(entries[0].Info()).Mode().Perm(); mode != 0o600 {
		t.Errorf("file mode %o", mode)
	}
	if mode := must(os.Stat(dir)).Mode().Perm(); mode != 0o700 {
		t.Errorf("directory mode %o", mode)
	}
}

func TestWithoutADirectoryKeysLiveAsLongAsTheProcess(t *testing.T) {
	t.Chdir(t.TempDir())
	w := newWorld(t, load(t, ""))
	if _, err := w.Join(t.Context(), w.token(t)); err != nil {
		t.Error(err)
	}
	_, err := newWorld(t, load(t, "")).Join(t.Context(), w.token(t))
	wantRefusal(t, err, ErrForged)
	if left := must(os.ReadDir(".")); len(left) != 0 {
		t.Errorf("%d files were left", len(left))
	}
}

func TestNodesThatStartTogetherShareOneKey(t *testing.T) {
	dir := t.TempDir()
	keys := make([]*Keys, 8)
	var all sync.WaitGroup
	for i := range keys {
		all.Go(func() { keys[i], _ = LoadKeys(dir) })
	}
	all.Wait()
	token := newWorld(t, keys[0]).token(t)
	for _, k := range keys {
		if _, err := newWorld(t, k).Join(t.Context(), token); err != nil {
			t.Error(err)
		}
	}
}

func TestTheNewestKeySignsAndEveryKeyVerifies(t *testing.T) {
	dir := t.TempDir()
	before := newWorld(t, load(t, dir)).token(t)
	write(t, dir, "key-0002.pem", ecdsaKey(t, elliptic.P256()), 0o600)
	keys := load(t, dir)
	if keys.newest.id != "key-0002" || keys.newest.method.Alg() != "ES256" {
		t.Errorf("%s signs", keys.newest.id)
	}
	w := newWorld(t, keys)
	for name, token := range map[string]string{"before": before, "now": w.token(t)} {
		if _, err := w.Join(t.Context(), token); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	check(t, os.Remove(filepath.Join(dir, firstKey+".pem")))
	_, err := newWorld(t, load(t, dir)).Join(t.Context(), before)
	wantRefusal(t, err, ErrForged)
}

func TestAKeyThatCannotBeUsedStopsTheStart(t *testing.T) {
	good := newPrivateKey()
	for name, lay := range map[string]func(dir string){
		"others may read it": func(dir string) { write(t, dir, "a.pem", good, 0o644) },
		"the group may":      func(dir string) { write(t, dir, "a.pem", good, 0o640) },
		"wrong curve":        func(dir string) { write(t, dir, "a.pem", ecdsaKey(t, elliptic.P384()), 0o600) },
		"RSA":                func(dir string) { write(t, dir, "a.pem", must(rsa.GenerateKey(rand.Reader, 2048)), 0o600) },
		"no PEM":             func(dir string) { check(t, os.WriteFile(filepath.Join(dir, "a.pem"), []byte("x"), 0o600)) },
		"a directory":        func(dir string) { check(t, os.Mkdir(filepath.Join(dir, "a.pem"), 0o700)) },
		"a public key": func(dir string) {
			check(t, os.WriteFile(filepath.Join(dir, "a.pem"), publicPEM(t, good.Public()), 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			lay(dir)
			if _, err := LoadKeys(dir); !errors.Is(err, ErrKey) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestOtherFilesOfAKeyDirectoryAreLeftAlone(t *testing.T) {
	dir := t.TempDir()
	check(t, os.WriteFile(filepath.Join(dir, "README"), []byte("x"), 0o644))
	check(t, os.WriteFile(filepath.Join(dir, ".draft-1"), nil, 0o600))
	if keys := load(t, dir); len(keys.byID) != 1 {
		t.Errorf("%d keys", len(keys.byID))
	}
}

func load(t *testing.T, dir string) *Keys {
	t.Helper()
	keys, err := LoadKeys(dir)
	check(t, err)
	return keys
}

func write(t *testing.T, dir, name string, private crypto.Signer, mode os.FileMode) {
	t.Helper()
	der := must(x509.MarshalPKCS8PrivateKey(private))
	text := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})
	check(t, os.WriteFile(filepath.Join(dir, name), text, mode))
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
