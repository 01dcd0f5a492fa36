package room_test

import "alcove/room"

// preferCommands are the rows of how somebody likes to take part.
var preferCommands = map[string]row{
	//            thera  cothera client family interp observ captio techhelp
	"SetPreferences": {
		ask:        always(room.SetPreferences{Preferences: quietly}),
		lobbyIdle:  "role   role   ok     ok     role   role   role   role",
		lobbyBegun: "role   role   ok     ok     role   role   role   role",
		circleIdle: "role   role   -      -      -      -      -      -",
		circleOpen: "role   role   ok     ok     role   role   role   -",
	},
}
