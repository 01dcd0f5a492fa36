package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"alcove/room"
	"alcove/room/store"
)

// A room as it is saved, and words in it that are for few.
const (
	savedPlain = `{"format":1,"people":[{"person":"ana","pronouns":"zephyr/zephyrs"}]}`
	forFew     = "zephyr"
)

func roomSealOf(t *testing.T, keyDir string) roomSeal {
	t.Helper()
	seal, err := newRoomSeal(keyDir)
	if err != nil {
		t.Fatal(err)
	}
	return seal
}

// keyFolder holds one file of keys for rooms, from key files of other folders, in their order.
func keyFolder(t *testing.T, from ...string) string {
	t.Helper()
	var all []byte
	for _, dir := range from {
		key, err := os.ReadFile(filepath.Join(dir, roomsKey))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, key...)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, roomsKey), all, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestASavedRoomOpensWithItsKeyAndInItsOwnPlace(t *testing.T) {
	here, elsewhere := t.TempDir(), t.TempDir()
	roomSealOf(t, elsewhere)
	sealed := roomSealOf(t, here).close("g", []byte(savedPlain))
	changed := func(i int) []byte {
		c := bytes.Clone(sealed)
		c[i] ^= 1
		return c
	}
	last, nonce := len(sealed)-1, len(roomMark)
	begun := roomSealOf(t, keyFolder(t, here, elsewhere)).close("g", []byte(savedPlain))   // a rotation's first step
	rotated := roomSealOf(t, keyFolder(t, elsewhere, here)).close("g", []byte(savedPlain)) // and its second
	for name, row := range map[string]struct {
		keys  string
		room  room.ID
		saved []byte
		want  error
	}{
		"after a restart":                         {here, "g", sealed, nil},
		"on a server with a copy of the key":      {keyFolder(t, here), "g", sealed, nil},
		"with a new key before the old one":       {keyFolder(t, elsewhere, here), "g", sealed, nil},
		"from a server that has begun to rotate":  {here, "g", begun, nil},
		"from one that has rotated":               {elsewhere, "g", rotated, nil},
		"from one that has rotated, the old key":  {here, "g", rotated, errSeal},
		"with another key":                        {elsewhere, "g", sealed, errSeal},
		"without a key":                           {"", "g", sealed, errNoRoomsKey},
		"in another room's place":                 {here, "h", sealed, errSeal},
		"with its tag changed":                    {here, "g", changed(last), errSeal},
		"with a byte changed":                     {here, "g", changed(last / 2), errSeal},
		"with its nonce changed":                  {here, "g", changed(nonce), errSeal},
		"cut short":                               {here, "g", sealed[:last], errSeal},
		"cut to the mark":                         {here, "g", sealed[:nonce], errSeal},
		"in the clear, from a version before":     {here, "g", []byte(savedPlain), nil},
		"in the clear, from a server without key": {"", "g", roomSeal{}.close("g", []byte(savedPlain)), nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := roomSealOf(t, row.keys).open(row.room, row.saved)
			if !errors.Is(err, row.want) || row.want == nil && string(got) != savedPlain || row.want != nil && got != nil {
				t.Errorf("got %q, %v; want %v", got, err, row.want)
			}
			if strings.Contains(fmt.Sprint(err), forFew) {
				t.Errorf("the error repeats what is private: %v", err)
			}
		})
	}
}

func TestASealedRoomSaysNothingAndNeverTheSameTwice(t *testing.T) {
	seal := roomSealOf(t, t.TempDir())
	seen := map[string]bool{}
	for range 1000 { // a nonce that began as JSON does would be met a few times
		sealed := seal.close("g", []byte(savedPlain))
		if bytes.Contains(sealed, []byte(forFew)) || seen[string(sealed)] {
			t.Fatalf("sealed: %q", sealed)
		}
		seen[string(sealed)] = true
		if opened, err := seal.open("g", sealed); err != nil || !bytes.Contains(opened, []byte(forFew)) {
			t.Fatalf("control: %q, %v", opened, err)
		}
	}
}

func TestAFileOfKeysThatIsNotOneIsRefusedAndKept(t *testing.T) {
	good := t.TempDir()
	roomSealOf(t, good)
	key, err := os.ReadFile(filepath.Join(good, roomsKey))
	if err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct {
		text string
		mode os.FileMode
		ok   bool
	}{
		"as it was made":            {string(key), 0o600, true},
		"two keys and an end":       {string(key) + string(key) + "\n", 0o600, true},
		"empty":                     {"", 0o600, false},
		"something else":            {"swordfish\n", 0o600, false},
		"a key that is cut":         {string(key[:20]) + "\n", 0o600, false},
		"a second line without key": {string(key) + "old\n", 0o600, false},
		"read by others":            {string(key), 0o640, false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, roomsKey)
			if err := errors.Join(os.WriteFile(file, []byte(row.text), 0o600), os.Chmod(file, row.mode)); err != nil {
				t.Fatal(err)
			}
			_, err := newRoomSeal(dir)
			if (err == nil) != row.ok {
				t.Errorf("got %v", err)
			}
			if left, _ := os.ReadFile(file); string(left) != row.text {
				t.Errorf("the file is now %q", left)
			}
			if err != nil && strings.Contains(err.Error(), string(key[:20])) {
				t.Errorf("the error repeats a key: %v", err)
			}
		})
	}
}

// kept is the room g as it lies in Redis.
func (n *node) kept() []byte { return []byte(saved(n.t, n.store)) }

// put lays something into Redis in the place of the room g, which nobody may hold, as if a server had saved it.
func (n *node) put(snapshot []byte) {
	n.t.Helper()
	lease, err := n.store.Claim(n.t.Context(), "g", store.Node{ID: "somebody"}, time.Minute)
	if err == nil {
		err = errors.Join(n.store.SaveRoom(n.t.Context(), lease, 1, snapshot), n.store.Release(n.t.Context(), lease))
	}
	if err != nil {
		n.t.Fatal(err)
	}
}

func TestARoomThatCannotBeReadIsLeftAloneUntilItCan(t *testing.T) {
	url := startRedis(t)
	before := newNode(t, url)
	before.group()
	before.enter()
	before.do(room.Ready{})
	before.do(room.Start{Objective: room.TextOf(forFew)})
	before.house.Close()
	good := before.kept()
	if bytes.Contains(good, []byte(forFew)) || !bytes.HasPrefix(good, []byte(roomMark)) {
		t.Fatalf("the room was saved as %q", good)
	}
	plain, err := roomSealOf(t, keysBeside(url)).open("g", good)
	if err != nil || !bytes.Contains(plain, []byte(forFew)) {
		t.Fatalf("control: opened it is %q, %v", plain, err)
	}
	changed := bytes.Clone(good)
	changed[len(changed)-1] ^= 1
	for name, bad := range map[string][]byte{
		"sealed and changed":        changed,
		"sealed for another room":   roomSealOf(t, keysBeside(url)).close("h", plain),
		"sealed with another key":   roomSealOf(t, t.TempDir()).close("g", plain),
		"in the clear, and damaged": plain[:len(plain)/2],
	} {
		t.Run(name, func(t *testing.T) {
			n := newNode(t, url)
			n.put(bad)
			for range 2 { // also the second time, when nobody holds the room
				arrived := room.Arrived{
					Visit: "visit", Begun: time.Now(), Membership: room.Membership{Group: "g", Person: "dana", Role: room.RoleTherapist},
				}
				if err := n.house.Arrive(t.Context(), arrived, n); err == nil || strings.Contains(err.Error(), forFew) {
					t.Errorf("who comes in is answered with %v", err)
				}
			}
			if n.house.Rooms() != 0 || !bytes.Equal(n.kept(), bad) {
				t.Errorf("%d rooms run, and Redis holds %q", n.house.Rooms(), n.kept())
			}
			n.house.Close()
			n = newNode(t, url)
			n.put(good)
			n.enter()
			n.do(room.RaiseHand{}) // the session goes on
		})
	}
	t.Run("in the clear, from a version before", func(t *testing.T) {
		n := newNode(t, url)
		n.put(plain)
		if !bytes.Contains(n.kept(), []byte(forFew)) {
			t.Fatal("control: Redis doesn't hold it in the clear")
		}
		n.enter()
		n.do(room.RaiseHand{})
		if now := n.kept(); bytes.Contains(now, []byte(forFew)) || !bytes.HasPrefix(now, []byte(roomMark)) {
			t.Errorf("saved again as %q", now)
		}
	})
}

func TestAServerSaysWhenItLeavesRoomsInTheClear(t *testing.T) {
	redis := startRedis(t)
	for name, row := range map[string]struct {
		redis, keys string
		said        bool
	}{
		"Redis, and no key folder":   {redis, "", true},
		"Redis, and a key folder":    {redis, t.TempDir(), false},
		"nothing outlives a process": {"", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRunning(t)
			r.config.redisURL, r.config.keyDir, r.config.tls = row.redis, row.keys, tlsSettings{}
			var printed bytes.Buffer
			r.log = newLog(r.config, &printed)
			defer r.server.close()
			if err := r.build(t.Context()); err != nil {
				t.Fatal(err)
			}
			if said := strings.Contains(printed.String(), "in the clear"); said != row.said {
				t.Errorf("said %t: %s", said, printed.String())
			}
		})
	}
}
