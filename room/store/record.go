package store

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"time"

	"alcove/room"
)

// keys names everything that is kept. The braces put all keys of a room into one cluster slot, so that one script
// may change them together (https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags).
type keys struct{ prefix string }

func (k keys) groups() string           { return k.prefix + "groups" }      // set of room.ID
func (k keys) changes() string          { return k.prefix + "members" }     // channel of changeRecord
func (k keys) used(id string) string    { return k.prefix + "used:" + id }  // exists: used
func (k keys) rate(who string) string   { return k.prefix + "rate:" + who } // redis_rate's own
func (k keys) link(hash linkHex) string { return k.prefix + "link:" + string(hash) }

func (k keys) group(id room.ID) string    { return k.room(id, "group") }    // groupRecord
func (k keys) members(id room.ID) string  { return k.room(id, "members") }  // hash: person -> memberRecord
func (k keys) links(id room.ID) string    { return k.room(id, "links") }    // hash: person -> linkRecord
func (k keys) owner(id room.ID) string    { return k.room(id, "owner") }    // hash: node, run, claim, epoch, until
func (k keys) snapshot(id room.ID) string { return k.room(id, "snapshot") } // hash: epoch, op, data (bytes of whoever runs the room)

func (k keys) room(id room.ID, what string) string {
	return k.prefix + "room:{" + string(id) + "}:" + what
}

// The records as they lie in Redis. They hold plain strings, so they never leave this file's functions.
type (
	groupRecord struct {
		sealed
		Name        string `json:"name"`
		HostName    string `json:"host_name"`
		Phone       string `json:"phone"`
		ClientMax   int    `json:"client_max"`
		ObserversOK bool   `json:"observers_ok"`
		Zone        string `json:"zone"`
		Practice    string `json:"practice,omitempty"`
		Crisis      string `json:"crisis,omitempty"`
		Template    string `json:"template,omitempty"` // "skills@1"
		Minutes     int    `json:"minutes,omitempty"`  // that its sessions are planned to take
	}
	// memberRecord of a removed person holds the version only.
	memberRecord struct {
		sealed
		Role    string `json:"role"`
		Name    string `json:"name"`
		Alias   string `json:"alias"`
		Version uint64 `json:"version"`
		Removed bool   `json:"removed,omitempty"`
	}
	linkRecord struct {
		sealed
		Hash    linkHex   `json:"hash"`
		Made    time.Time `json:"made"`
		Browser linkHex   `json:"browser,omitempty"` // hash of the secret of the one that it belongs to
	}
	// pointerRecord leads from a link's hash to its room, where alone the link is true.
	pointerRecord struct {
		sealed
		Group  string `json:"group"`
		Person string `json:"person"`
	}
	changeRecord struct {
		sealed
		Group   string `json:"group"`
		Person  string `json:"person"`
		Version uint64 `json:"version"`
		Removed bool   `json:"removed"`
	}
)

// sealed makes a record that embeds it unprintable.
type sealed struct{}

func (sealed) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, "record") }
func (sealed) LogValue() slog.Value       { return slog.StringValue("record") }

// linkHex is a link's hash as it lies in Redis.
type linkHex string

func hexOf(hash [32]byte) linkHex { return linkHex(hex.EncodeToString(hash[:])) }

func (h linkHex) hash() (LinkHash, error) {
	var hash LinkHash
	if n, err := hex.Decode(hash[:], []byte(h)); err != nil || n != len(hash) || len(h) != 2*len(hash) {
		return LinkHash{}, ErrRecord
	}
	return hash, nil
}

// encode can't be refused: records hold only strings, numbers, booleans and times of our own making.
func encode(record any) string {
	text, err := json.Marshal(record)
	if err != nil {
		panic("store: " + err.Error())
	}
	return string(text)
}

// decode reads a record. What can't be read is damage, not an outage; the text itself is kept out of the error.
func decode[T any](doing, text string) (T, error) {
	var record T
	if err := json.Unmarshal([]byte(text), &record); err != nil {
		return record, fmt.Errorf("%s: %w", doing, ErrRecord)
	}
	return record, nil
}

func recordOfGroup(g room.Group) (groupRecord, error) {
	if err := g.Check(); err != nil {
		return groupRecord{}, fmt.Errorf("%w: %w", ErrRecord, err)
	}
	zone := ""
	if g.Zone != nil {
		zone = g.Zone.String()
	}
	if _, err := time.LoadLocation(zone); err != nil {
		return groupRecord{}, fmt.Errorf("%w: the time zone has no name that can be kept", ErrRecord)
	}
	return groupRecord{
		Name: g.Name.Reveal(), HostName: g.HostName.Reveal(), Phone: g.Phone,
		ClientMax: g.ClientMax, ObserversOK: g.ObserversOK, Zone: zone, Practice: g.Practice, Crisis: g.Crisis,
		Template: g.Template.String(), Minutes: int(g.Length / time.Minute),
	}, nil
}

func (r groupRecord) group(id room.ID) (room.Group, error) {
	zone, err := time.LoadLocation(r.Zone)
	if err != nil {
		return room.Group{}, fmt.Errorf("%w: unknown time zone", ErrRecord)
	}
	template, err := room.ParseTemplate(r.Template)
	if err != nil {
		return room.Group{}, fmt.Errorf("%w: %w", ErrRecord, err)
	}
	return room.Group{
		ID: id, Name: room.NameOf(r.Name), HostName: room.NameOf(r.HostName), Phone: r.Phone,
		ClientMax: r.ClientMax, ObserversOK: r.ObserversOK, Zone: zone, Practice: r.Practice, Crisis: r.Crisis,
		Template: template, Length: time.Duration(r.Minutes) * time.Minute,
	}, nil
}

func recordOfMember(m room.Membership) (memberRecord, error) {
	if m.Group == "" || m.Person == "" || !m.Role.Known() {
		return memberRecord{}, fmt.Errorf("%w: a membership needs a group, a person and a known role", ErrRecord)
	}
	return memberRecord{Role: string(m.Role), Name: m.Name.Reveal(), Alias: m.Alias.Reveal()}, nil
}

func (r memberRecord) membership(id room.ID, who room.PersonID) room.Membership {
	return room.Membership{
		Group: id, Person: who, Role: room.Role(r.Role),
		Name: room.NameOf(r.Name), Alias: room.NameOf(r.Alias), Version: r.Version,
	}
}

func (r linkRecord) link(id room.ID, who room.PersonID) (Link, error) {
	hash, err := r.Hash.hash()
	if err != nil {
		return Link{}, err
	}
	return Link{Hash: hash, Group: id, Person: who, Made: r.Made, Bound: r.Browser != ""}, nil
}

func (r changeRecord) change() MemberChange {
	return MemberChange{
		Group: room.ID(r.Group), Person: room.PersonID(r.Person), Version: r.Version, Removed: r.Removed,
	}
}
