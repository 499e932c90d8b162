// Command stripe-mock answers the requests that Stripe's specification allows, and refuses all others. Unlike the program
// of that name, on which it stands, it also refuses unknown parameters within other parameters. Whoever changes it gives
// it another name in Program.java: it is kept by name and version.
package main

import (
	"flag"
	"log"
	"net/http"

	"github.com/stripe/stripe-mock/embedded"
	"github.com/stripe/stripe-mock/server"
	"github.com/stripe/stripe-mock/spec"
)

func main() {
	address := flag.String("address", "127.0.0.1:12111", "where it listens")
	flag.Parse()
	specification, err := server.LoadSpec(embedded.OpenAPISpec, "")
	check(err)
	for _, operations := range specification.Paths {
		for _, operation := range operations {
			for _, parameter := range operation.Parameters {
				refuseUnknown(parameter.Schema)
			}
			if operation.RequestBody != nil {
				for _, content := range operation.RequestBody.Content {
					refuseUnknown(content.Schema)
				}
			}
		}
	}
	fixtures, err := server.LoadFixtures(embedded.OpenAPIFixtures, "")
	check(err)
	stub, err := server.NewStubServer(fixtures, specification, false, false)
	check(err)
	check(http.ListenAndServe(*address, http.HandlerFunc(stub.HandleRequest)))
}

// refuseUnknown closes every object whose properties are named; metadata, for one, stays open.
func refuseUnknown(schema *spec.Schema) {
	if schema == nil {
		return
	}
	if len(schema.Properties) > 0 && schema.AdditionalProperties == nil {
		schema.AdditionalPropertiesAllowed = false
	}
	for _, property := range schema.Properties {
		refuseUnknown(property)
	}
	for _, choice := range schema.AnyOf {
		refuseUnknown(choice)
	}
	refuseUnknown(schema.Items)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
