// Package deploy holds what a deployment is made of, and the tests that hold it to what it promises. No program
// imports it.
package deploy
