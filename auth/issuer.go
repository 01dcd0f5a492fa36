package auth

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"strings"
	"time"

	"alcove/room"
)

// practiceName is what a practice may be called: the iss claim of its tokens, and part of a record's key.
var practiceName = regexp.MustCompile(`^[a-z0-9][a-z0-9.-]{0,63}$`)

// ErrIssuer: the description of an issuer can't be used. It wraps what is wrong.
var ErrIssuer = errors.New("issuer")

// Issuer is a practice whose own portal signs join tokens, and the keys by which they are known. It may speak for
// the groups of its practice and for no others. It is safe for concurrent use.
type Issuer struct {
	practice string
	keys     *keyring
}

// ParseIssuer reads NAME=KEYS. KEYS is a file or an https:// URL that holds a JWK set (RFC 7517) with Ed25519 or P-256
// public keys, or hs256:FILE, where each line of the file holds a key id and a shared secret of at least 32 bytes
// in base64. A file is read at once to see whether it is good; a URL at the first token.
func ParseIssuer(s string) (*Issuer, error) {
	practice, source, _ := strings.Cut(s, "=")
	if !practiceName.MatchString(practice) {
		return nil, fmt.Errorf("%w: want NAME=KEYS, with a name of a-z, 0-9, dots and dashes", ErrIssuer)
	}
	i := &Issuer{practice: practice, keys: newKeyring()}
	secrets, shared := strings.CutPrefix(source, "hs256:")
	var err error
	switch {
	case shared:
		i.keys.read, i.keys.parse = fileSource(secrets, 0o077), parseSecrets
		err = i.keys.try()
	case strings.Contains(source, "://"):
		i.keys.parse = parseKeySet
		i.keys.read, err = urlSource(source)
	default:
		i.keys.read, i.keys.parse = fileSource(source, 0o022), parseKeySet
		err = i.keys.try()
	}
	if err != nil {
		return nil, fmt.Errorf("%w %s: %w", ErrIssuer, practice, err)
	}
	return i, nil
}

// Practice returns the name of the practice.
func (i *Issuer) Practice() string { return i.practice }

// Format prints the practice and no part of any key.
func (i *Issuer) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "issuer "+i.practice) }

// LogValue gives slog what Format prints.
func (i *Issuer) LogValue() slog.Value { return slog.StringValue("issuer " + i.practice) }

// foreign finds the key of a practice's portal. A key is looked for among that practice's own and nowhere else.
func (a *Authority) foreign(ctx context.Context, issuer, id string) (verifier, error) {
	i, ok := a.issuers[issuer]
	if !ok {
		return verifier{}, refuse(ErrForged)
	}
	by, err := i.keys.find(ctx, id, a.now())
	switch {
	case err == nil:
		return by, nil
	case errors.Is(err, errNoKey):
		return verifier{}, refuse(ErrForged)
	}
	return verifier{}, fmt.Errorf("%w: keys of issuer %s: %w", ErrUnavailable, i.practice, err)
}

// vouched reads the membership that a portal's token names, in a group of the portal's own practice. It is the
// records that say whose group that is.
func (a *Authority) vouched(ctx context.Context, c *claims) (room.Membership, error) {
	g, err := a.records.Group(ctx, room.ID(c.Group))
	switch {
	case err != nil:
		return room.Membership{}, answer(err, ErrNotMember)
	case g.ID != room.ID(c.Group) || g.Practice != c.Issuer:
		return room.Membership{}, refuse(ErrForeign)
	}
	return a.member(ctx, g.ID, room.PersonID(c.Person))
}

// usedByPortal is the id under which a portal's token is used up. Portals choose their jti themselves: each practice
// has a space of its own, and nothing of what it chose is kept.
func usedByPortal(c *claims) string {
	hash := sha256.Sum256([]byte(c.ID))
	return "portal:" + c.Issuer + ":" + base64.RawURLEncoding.EncodeToString(hash[:])
}

// How long keys that were read are believed. There is no background work: all of it happens when a token is shown.
const (
	keysFresh = 10 * time.Minute // then they are read again
	keysStale = time.Hour        // and, if that fails all the time, nobody is let in by them any more
	keysAgain = 30 * time.Second // the shortest time between two readings, whatever is asked for
)
