package room_test

import (
	"maps"

	"alcove/room"
)

// roundCommands is the part of the reviewed table that is about rounds.
var roundCommands = map[string]row{
	//                                                      thera cothera client family interp observ captio techhelp
	"BeginTurn": {
		ask:        always(room.BeginTurn{}),
		lobbyIdle:  "seat   seat   seat   seat   seat   role   role   role",
		lobbyBegun: "seat   seat   seat   seat   seat   role   role   role",
		circleIdle: "noround noround -     -      -      -      -      -",
		circleOpen: "noround noround noround noround noround role role -",
	},
	"EndTurn": {
		ask:        always(room.EndTurn{}),
		lobbyIdle:  "seat   seat   seat   seat   seat   role   role   role",
		lobbyBegun: "seat   seat   seat   seat   seat   role   role   role",
		circleIdle: "noround noround -     -      -      -      -      -",
		circleOpen: "noround noround noround noround noround role role -",
	},
	"PassTurn": {
		ask:        always(room.PassTurn{}),
		lobbyIdle:  "seat   seat   seat   seat   seat   role   role   role",
		lobbyBegun: "seat   seat   seat   seat   seat   role   role   role",
		circleIdle: "noround noround -     -      -      -      -      -",
		circleOpen: "noround noround noround noround noround role role -",
	},
	"PostponeTurn": {
		ask:        always(room.PostponeTurn{}),
		lobbyIdle:  "seat   seat   seat   seat   seat   role   role   role",
		lobbyBegun: "seat   seat   seat   seat   seat   role   role   role",
		circleIdle: "noround noround -     -      -      -      -      -",
		circleOpen: "noround noround noround noround noround role role -",
	},
	"NextTurn": {
		ask:        always(room.NextTurn{Seat: ana}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "noround noround -     -      -      -      -      -",
		circleOpen: "noround noround role  role   role   role   role   -",
	},
	"PostponeTurnOf": {
		ask:        always(room.PostponeTurnOf{Seat: ana}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "noround noround -     -      -      -      -      -",
		circleOpen: "noround noround role  role   role   role   role   -",
	},
	"MoveTurn": {
		ask:        always(room.MoveTurn{Seat: ana}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "noround noround -     -      -      -      -      -",
		circleOpen: "noround noround role  role   role   role   role   -",
	},
	"UndoTurn": {
		ask:        always(room.UndoTurn{}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "noround noround -     -      -      -      -      -",
		circleOpen: "noround noround role  role   role   role   role   -",
	},
	"StopRound": {
		ask:        always(room.StopRound{}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "noround noround -     -      -      -      -      -",
		circleOpen: "noround noround role  role   role   role   role   -",
	},
	"StartRound": {
		ask:        always(room.StartRound{}),
		lobbyIdle:  "seat   seat   role   role   role   role   role   role",
		lobbyBegun: "seat   seat   role   role   role   role   role   role",
		circleIdle: "idle   idle   -      -      -      -      -      -",
		circleOpen: "ok     ok     role   role   role   role   role   -",
	},
}

// tables makes one table of several.
func tables(parts ...map[string]row) map[string]row {
	all := map[string]row{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}
