package script_test

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"alcove/room"
)

// The people of the session, in the order in which the chapters introduce them. Zoe is not let in, so thirteen clients are
// named and twelve have seats.
var (
	staffNames  = []string{"Dana", "Marcus"}
	clientNames = []string{
		"Ana", "Ben", "Cleo", "Dev", "Ella", "Finn", "Gita", "Hugo", "Ivy", "Joy", "Kai", "Lena", "Zoe",
	}
	guests = map[string]room.Role{
		"Olga": room.RoleObserver, "Carl": room.RoleCaptioner, "Tess": room.RoleTechHelper,
	}
)

// media is the name under which the chapters say what flows.
const media = "the media"

// surname is what peers must never be shown.
const surname = "Quetzal"

// cast lists everybody's membership.
func cast() []room.Membership {
	members := make([]room.Membership, 0, len(everybody()))
	for _, name := range everybody() {
		members = append(members, room.Membership{
			Group: groupID, Person: personOf(name), Role: roleOf(name), Name: room.NameOf(name + " " + surname),
		})
	}
	return members
}

func everybody() []string {
	return slices.Concat(staffNames, clientNames, slices.Sorted(maps.Keys(guests)))
}

func personOf(name string) room.PersonID { return room.PersonID("person-" + strings.ToLower(name)) }

func roleOf(name string) room.Role {
	switch name {
	case "Dana":
		return room.RoleTherapist
	case "Marcus":
		return room.RoleCoTherapist
	}
	return cmp.Or(guests[name], room.RoleClient)
}
