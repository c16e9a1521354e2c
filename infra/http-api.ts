import { CfnOutput, Duration, Validations } from "aws-cdk-lib";
import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";
import {
  type CfnStage,
  CorsHttpMethod,
  DomainName,
  HttpApi,
  type HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import type { ILogGroup } from "aws-cdk-lib/aws-logs";
import { ARecord, HostedZone, RecordTarget } from "aws-cdk-lib/aws-route53";
import { ApiGatewayv2DomainProperties } from "aws-cdk-lib/aws-route53-targets";
import type { Construct } from "constructs";
import type { Domain } from "./domain.ts";
import type { ServiceFunction } from "./service-function.ts";
import type { Settings } from "./settings.ts";
import type { Throttle } from "./throttling.ts";

const BASE_PATH = "/api/v1";

/** A line for each call, with nothing in it that a caller wrote: a token may be in the wrong place. */
const ACCESS_LOG = {
  requestId: "$context.requestId",
  lambdaRequestId: "$context.awsEndpointRequestId",
  time: "$context.requestTime",
  ip: "$context.identity.sourceIp",
  route: "$context.routeKey",
  status: "$context.status",
  ms: "$context.responseLatency",
  lambdaMs: "$context.integrationLatency",
  error: "$context.error.message",
  lambdaError: "$context.integrationErrorMessage",
};

interface ApiKeyApiProps extends Pick<Settings, "corsOrigins" | "domain"> {
  readonly name: string;
  readonly accessLog: ILogGroup;
}

/** The routes, with their limits, the access log and the domain's name. */
export class ApiKeyApi extends HttpApi {
  readonly stage: HttpStage;
  /** What the paths of the contract begin with. */
  readonly baseUrl: string;
  readonly #limits: Record<string, object> = {};

  constructor(scope: Construct, id: string, props: ApiKeyApiProps) {
    const { name, accessLog, corsOrigins, domain } = props;
    super(scope, id, {
      apiName: name,
      description: "One API key per user: look at it, reset it, revoke it, check it",
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins: [...corsOrigins],
        allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.DELETE],
        allowHeaders: ["authorization", "content-type", "idempotency-key"],
        exposeHeaders: ["apigw-requestid", "retry-after", "www-authenticate"],
        maxAge: Duration.hours(1),
      },
    });

    const domainName = domain && this.#claim(scope, domain);
    this.stage = new HttpStage(this, "DefaultStage", {
      httpApi: this,
      autoDeploy: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
      ...(domainName && { domainMapping: { domainName } }),
    });
    (this.stage.node.defaultChild as CfnStage).routeSettings = this.#limits;
    Validations.of(this).acknowledge({
      id: "AwsSolutions::AwsSolutions-APIG4",
      reason:
        "Each function decides who may: test/security presents it with everything but a valid caller.",
    });
    this.baseUrl = `${domain ? `https://${domain.name}` : this.apiEndpoint}${BASE_PATH}`;
  }

  /** Adds a route under the base path. */
  route(method: HttpMethod, path: string, handler: ServiceFunction, throttle: Throttle): void {
    const routes = this.addRoutes({
      path: `${BASE_PATH}${path}`,
      methods: [method],
      integration: new HttpLambdaIntegration(`${handler.node.id}Integration`, handler),
    });
    this.#limits[`${method} ${BASE_PATH}${path}`] = {
      ThrottlingRateLimit: throttle.rate,
      ThrottlingBurstLimit: throttle.burst,
    };
    this.stage.node.addDependency(...routes); // a stage can't limit a route that is not there yet
  }

  #claim(scope: Construct, { name, certificateArn, hostedZoneId }: Domain): DomainName {
    const domainName = new DomainName(this, "Domain", {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, "Certificate", certificateArn),
    });
    if (hostedZoneId === undefined) {
      new CfnOutput(scope, "DomainTarget", { value: domainName.regionalDomainName });
    } else {
      new ARecord(this, "DomainRecord", {
        zone: HostedZone.fromHostedZoneAttributes(this, "Zone", { hostedZoneId, zoneName: name }),
        target: RecordTarget.fromAlias(
          new ApiGatewayv2DomainProperties(
            domainName.regionalDomainName,
            domainName.regionalHostedZoneId,
          ),
        ),
      });
    }
    return domainName;
  }
}
