package room_test

import "alcove/room"

// restCommands are the rows of moments, exercises and the private ways out.
var restCommands = map[string]row{
	//            thera  cothera client family interp observ captio techhelp
	"HushGroup": {
		ask:        always(room.HushGroup{On: true}),
		lobbyIdle:  "seat   seat   seat   seat   seat   seat   seat   role",
		lobbyBegun: "seat   seat   seat   seat   seat   seat   seat   role",
		circleIdle: "moment moment -      -      -      -      -      -",
		circleOpen: "moment moment moment moment moment moment moment -",
	},
	"StartGrounding": {
		ask:        always(room.StartGrounding{Kind: room.GroundingBreath}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"StopGrounding": {
		ask:        always(room.StopGrounding{}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
	"TakePrivacy": {
		ask:        always(room.TakePrivacy{}),
		lobbyIdle:  "ok     ok     ok     ok     ok     ok     ok     ok",
		lobbyBegun: "ok     ok     ok     ok     ok     ok     ok     ok",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     ok     ok     ok     ok     ok     -",
	},
	"EndPrivacy": {
		ask:        always(room.EndPrivacy{}),
		lobbyIdle:  "ok     ok     ok     ok     ok     ok     ok     ok",
		lobbyBegun: "ok     ok     ok     ok     ok     ok     ok     ok",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     ok     ok     ok     ok     ok     -",
	},
	"QuickExit": {
		ask:        always(room.QuickExit{}),
		lobbyIdle:  "ok     ok     ok     ok     ok     ok     ok     ok",
		lobbyBegun: "ok     ok     ok     ok     ok     ok     ok     ok",
		circleIdle: "ok     ok     -      -      -      -      -      -",
		circleOpen: "ok     ok     ok     ok     ok     ok     ok     -",
	},
}
