package e2e

import (
	"encoding/base64"
	"encoding/hex"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// canaries are words that may be in few places, by what they are of.
type canaries struct {
	mu    sync.Mutex
	words map[string]map[string]bool
}

// What a canary may be of.
const (
	ofRoster  = "a name on the roster"
	ofCircle  = "a name in the circle"
	ofAsking  = "a name that was asked for"
	ofSession = "what a session is for"
	ofSelf    = "what somebody says of themselves"
	ofGroups  = "a group's name"
	ofHosts   = "a host's name"
	ofPeople  = "a person's id"
	ofRooms   = "a group's id"
	ofLinks   = "a personal link"
	ofTokens  = "a join token"
	ofTickets = "a ticket"
	ofCookies = "a browser's own secret"
	ofPlaces  = "a client's address"
	ofRedis   = "the password of Redis"
)

// shortest is how many characters make a canary that nothing contains by chance.
const shortest = 8

// release lets a word loose. Words that are not long enough to be known again are a mistake of the test.
func (c *canaries) release(t *testing.T, of string, words ...string) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.words == nil {
		c.words = map[string]map[string]bool{}
	}
	if c.words[of] == nil {
		c.words[of] = map[string]bool{}
	}
	for _, word := range words {
		if len(word) < shortest {
			t.Fatalf("%q is too short for a canary", word)
		}
		c.words[of][word] = true
	}
}

// releaseSigned lets a token or ticket loose: as a whole and in its parts, but for the header, which names a key.
func (c *canaries) releaseSigned(t *testing.T, of, text string) {
	t.Helper()
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		t.Fatalf("%s has %d parts", of, len(parts))
	}
	c.release(t, of, parts[1], parts[2])
}

// forms are the ways in which a word may be written.
func forms(word string) []string {
	return []string{
		word, url.QueryEscape(word), hex.EncodeToString([]byte(word)),
		strings.TrimRight(base64.StdEncoding.EncodeToString([]byte(word)), "="),
	}
}

// in lists what is in a text, by what it is of.
func (c *canaries) in(text string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	text = strings.ToLower(text)
	var found []string
	for _, of := range slices.Sorted(maps.Keys(c.words)) {
		for word := range c.words[of] {
			if slices.ContainsFunc(forms(word), func(form string) bool { return strings.Contains(text, strings.ToLower(form)) }) {
				found = append(found, of+": "+word)
			}
		}
	}
	return found
}

// absent fails the test if a place holds canaries of other kinds than it may.
func (c *canaries) absent(t *testing.T, place, text string, may ...string) {
	t.Helper()
	for _, one := range c.in(text) {
		if of, _, _ := strings.Cut(one, ": "); !slices.Contains(may, of) {
			t.Errorf("%s holds %s", place, one)
		}
	}
}

// present fails the test if a place does not hold one canary at least of each kind. It is the control of absent.
func (c *canaries) present(t *testing.T, place, text string, must ...string) {
	t.Helper()
	found := c.in(text)
	for _, of := range must {
		if !slices.ContainsFunc(found, func(one string) bool { return strings.HasPrefix(one, of+": ") }) {
			t.Errorf("%s holds no %s: %.200s", place, of, text)
		}
	}
}

// record is a kind of key in Redis, and whose canaries its values may hold. The room's id is in its name. Of one that is
// sealed that is what it may hold once it is opened: as it lies there it may hold none.
type record struct {
	key    *regexp.Regexp
	may    []string
	sealed bool
}

var records = []record{
	{regexp.MustCompile(`^alcove:groups$`), []string{ofRooms}, false},
	{regexp.MustCompile(`^alcove:room:\{[A-Z2-7]+\}:group$`), []string{ofGroups, ofHosts}, false},
	{regexp.MustCompile(`^alcove:room:\{[A-Z2-7]+\}:members$`), []string{ofPeople, ofRoster, ofCircle}, false},
	{regexp.MustCompile(`^alcove:room:\{[A-Z2-7]+\}:links$`), []string{ofPeople}, false},
	{regexp.MustCompile(`^alcove:room:\{[A-Z2-7]+\}:snapshot$`), []string{ofPeople, ofRoster, ofCircle, ofAsking, ofSession, ofSelf}, true},
	{regexp.MustCompile(`^alcove:room:\{[A-Z2-7]+\}:owner$`), nil, false},
	{regexp.MustCompile(`^alcove:link:[0-9a-f]{64}$`), []string{ofPeople, ofRooms}, false},
	{regexp.MustCompile(`^alcove:rate:[A-Za-z0-9_-]+$`), nil, false},
	{regexp.MustCompile(`^alcove:used:(join:[A-Za-z0-9_-]{32}|portal:riverside:[A-Za-z0-9_-]{43}|left:[A-Z2-7]{26})$`), nil, false},
}

// values are how a record is read, by its type.
var values = map[string][]string{
	"string": {"GET"}, "hash": {"HGETALL"}, "set": {"SMEMBERS"}, "zset": {"ZRANGE", "0", "-1"}, "list": {"LRANGE", "0", "-1"},
}

// look reads all that is in Redis and holds that each key names nobody and each value only those that it is for. It
// returns what was in the values, opened where they are sealed, by the number of the row.
func (r *redis) look(c *canaries, s *server) map[int]string {
	r.t.Helper()
	seen := map[int]string{}
	for _, key := range strings.Fields(r.ask("--scan")) {
		c.absent(r.t, "the key "+key, key, ofRooms)
		row := slices.IndexFunc(records, func(one record) bool { return one.key.MatchString(key) })
		if row < 0 {
			r.t.Errorf("nobody has said what may be in %s", key)
			continue
		}
		read := values[r.ask("TYPE", key)]
		if read == nil {
			continue // it has just expired
		}
		value := r.ask(append([]string{read[0], key}, read[1:]...)...)
		if records[row].sealed {
			c.absent(r.t, "the sealed value of "+key, value)
			value = r.saved(s)
		}
		c.absent(r.t, "the value of "+key, value, records[row].may...)
		seen[row] += value
	}
	return seen
}
