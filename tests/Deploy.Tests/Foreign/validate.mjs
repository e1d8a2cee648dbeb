// Checks documents against schemas that others publish: the compose specification's, and those of the custom resources of KEDA and of the
// Prometheus operator. Reads [{ kind, document }] from the file that is named; prints a line of JSON for each: the problems that were found.
import { readFileSync } from "node:fs";
import Ajv from "ajv";
import { ScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1/ScaledObject";
import { PrometheusRule } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/PrometheusRule";
import { ServiceMonitor } from "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1/ServiceMonitor";

// The linter brings the specification's schema with it.
const schema = JSON.parse(readFileSync("node_modules/dclint/schemas/compose.schema.json", "utf8"));
delete schema.$schema; // draft 7, under an address that ajv knows otherwise
const compose = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
const resources = { ScaledObject, PrometheusRule, ServiceMonitor };

function problems(kind, document) {
  if (kind === "compose") {
    return compose(document) ? [] : compose.errors.map(error => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
  }
  try {
    new resources[kind](document).validate();
    return [];
  } catch (error) {
    return [error.message];
  }
}

for (const { kind, document } of JSON.parse(readFileSync(process.argv[2], "utf8"))) {
  console.log(JSON.stringify(problems(kind, document)));
}
