package e2e

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"alcove/bot"
	"alcove/room"
	"alcove/room/store"
	"alcove/signaling/protocol"
)

// roomsKeys opens what servers with this one's key folder have saved. It is written from what the documents say of it, not
// with the server's own code.
func (s *server) roomsKeys() []cipher.AEAD {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.flags[slices.Index(s.flags, "--key-dir")+1], "rooms.key"))
	if err != nil {
		s.t.Fatal(err)
	}
	var keys []cipher.AEAD
	for _, line := range strings.Fields(string(text)) {
		key, err := base64.StdEncoding.DecodeString(line)
		if err != nil {
			s.t.Fatal(err)
		}
		block, err := aes.NewCipher(key)
		if err != nil {
			s.t.Fatal(err)
		}
		gcm, err := cipher.NewGCM(block)
		if err != nil {
			s.t.Fatal(err)
		}
		keys = append(keys, gcm)
	}
	return keys
}

// opened decrypts one state of a room. One that lies there in the clear, or can't be opened, fails the test.
func (s *server) opened(group string, saved []byte) string {
	s.t.Helper()
	sealed, ok := bytes.CutPrefix(saved, []byte("sealed-1:"))
	if !ok {
		s.t.Fatalf("a room is saved in the clear: %.200q", saved)
	}
	for _, key := range s.roomsKeys() {
		nonce, text := sealed[:key.NonceSize()], sealed[key.NonceSize():]
		if plain, err := key.Open(nil, nonce, text, []byte("room:"+group)); err == nil {
			return string(plain)
		}
	}
	s.t.Fatalf("a saved room can't be opened: %.40q", saved)
	return ""
}

// lying is the state of the server's group as it lies in this Redis, to the byte.
func (r *redis) lying(s *server) []byte {
	r.t.Helper()
	records, err := store.Open(s.ctx, store.Config{URL: r.url()})
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = records.Close() }()
	saved, err := records.LoadRoom(s.ctx, room.ID(s.group))
	if err != nil {
		r.t.Fatal(err)
	}
	return saved
}

// saved is the state of the server's group that lies in this Redis, opened.
func (r *redis) saved(s *server) string {
	r.t.Helper()
	return s.opened(s.group, r.lying(s))
}

// state is how Redis' journal begins a room's state: a room's id, and how many bytes follow.
var state = regexp.MustCompile(`\{([A-Za-z0-9]+)\}:snapshot\r\n\$5\r\nepoch\r\n\$\d+\r\n\d+\r\n\$2\r\nop\r\n\$\d+\r\n\d+\r\n\$4\r\ndata\r\n\$(\d+)\r\n`)

// everSaved is every state of every room that this Redis was ever told to keep, opened.
func (r *redis) everSaved(s *server) string {
	r.t.Helper()
	journal := r.everKept()
	var all strings.Builder
	for _, at := range state.FindAllStringSubmatchIndex(journal, -1) {
		n, err := strconv.Atoi(journal[at[4]:at[5]])
		if err != nil || at[1]+n > len(journal) {
			r.t.Fatalf("a state of %d bytes at %d of %d", n, at[1], len(journal))
		}
		all.WriteString(s.opened(journal[at[2]:at[3]], []byte(journal[at[1]:at[1]+n])) + "\n")
	}
	if all.Len() == 0 {
		r.t.Fatal("the journal of Redis holds no state of a room")
	}
	return all.String()
}

// lay puts bytes into Redis in the place of the group's state, as somebody who may write there could.
func (r *redis) lay(s *server, saved []byte) {
	r.t.Helper()
	r.askWith(bytes.NewReader(saved), "-x", "HSET", "alcove:room:{"+s.group+"}:snapshot", "data")
	if !bytes.Equal(r.lying(s), saved) {
		r.t.Fatal("something else lies there now")
	}
}

// What people say of themselves, and of their session, that nobody may read who merely reads Redis.
const (
	itsObjective = "Tending the lanternfields"
	herPronouns  = "quail/quails"
	herLanguage  = "Tussockish"
	nameSheAsked = "Fernwhistle"
)

// A server with a key folder is killed, somebody tampers with what it has saved, and then it is as it was.
func TestWhatIsPrivateInARoomIsReadByServersWithItsKeyAlone(t *testing.T) {
	t.Parallel()
	store := startRedis(t)
	s := onRedis(t, store.url(), t.TempDir())
	s.found()
	dana := s.join("Dana")
	s.await(dana, "her seat", func(v protocol.View) bool { return v.Place == "circle" })
	s.do(dana, protocol.SessionStart{Objective: itsObjective})
	ana := s.enter(dana, "Ana")
	s.do(ana, protocol.PreferencesSet{Preferences: protocol.Preferences{
		Part: "listening", Pronouns: herPronouns, Language: herLanguage,
	}})
	s.do(ana, protocol.NameAsk{Name: nameSheAsked})
	s.do(ana, protocol.SignalSend{Kind: "unsafe"})
	private := []string{itsObjective, herPronouns, herLanguage, nameSheAsked, `"listening"`, `"unsafe"`}
	for _, word := range private {
		for what, kept := range map[string]string{"the journal of Redis": store.everKept(), "Redis": string(store.lying(s))} {
			for _, form := range forms(word) {
				if strings.Contains(kept, form) {
					t.Errorf("%s holds %q", what, form)
				}
			}
		}
		if !strings.Contains(store.everSaved(s), word) || !strings.Contains(store.saved(s), word) {
			t.Errorf("control: opened, the room doesn't hold %q", word)
		}
	}
	if !strings.Contains(store.everKept(), "Ana Example") {
		t.Error("control: the journal of Redis doesn't hold the roster, which is in the clear")
	}

	before := dana.Ticket()
	s.kill()
	whole := store.lying(s)
	changed := bytes.Clone(whole)
	changed[len(changed)/2] ^= 1
	store.lay(s, changed)
	s.again()
	config := bot.Config{BaseURL: s.page, Link: s.links["Dana"], HTTPClient: s.jars.of("Dana")}
	_, err := bot.Join(s.ctx, config)
	if bye := new(bot.GoodbyeError); !errors.As(err, &bye) || !bye.Bye.ComeBack {
		t.Errorf("Dana was told %v, want to come back", err)
	}
	if !bytes.Equal(store.lying(s), changed) {
		t.Error("what couldn't be read was written over")
	}
	store.lay(s, whole)
	v := s.await(dana, "her return", func(v protocol.View) bool { return dana.Ticket() != before && v.Place == "circle" })
	if v.Circle.Session.Objective != itsObjective || v.Circle.Seats[1].AskedName != nameSheAsked {
		t.Errorf("the session goes on as %+v, with %+v", v.Circle.Session, v.Circle.Seats)
	}
	printed := s.printed()
	if !strings.Contains(printed, "ERROR") || !strings.Contains(printed, "rooms.key") {
		t.Errorf("control: the server has not said why nobody came in:\n%s", printed)
	}
	for _, word := range private {
		if strings.Contains(printed, word) {
			t.Errorf("the server has printed %q", word)
		}
	}
}
