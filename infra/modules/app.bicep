// The function app on a Flex Consumption plan, with its settings.
param name string
param location string
param tags object
param identityId string
param identityClientId string
param blobEndpoint string
param tableEndpoint string
param deploymentContainer string
param serviceBusHost string
param insightsConnection string
param vaultUri string
param customerKeySecretName string
param sendGridKeyName string

@description('The member `app` of a row of ../sizes.json.')
param size {
  maximumInstances: int
  instanceMemoryMB: int
  httpConcurrency: int
  alwaysReadyHttp: int
}

@description('The settings that a shop chooses.')
param shop {
  BusinessTimeZone: string
  PublicUrl: string
  ShopName: string
  MailFrom: string
  SendGridHost: string
  NewsletterUrl: string
  LoyaltyUrl: string
  EscalationHours: string
  EscalationsMailTo: string
  CodeNoticeDays: string
  FinanceMailTo: string
  StaffLanguage: string
  OTEL_EXPORTER_OTLP_ENDPOINT: string
  OTEL_EXPORTER_OTLP_PROTOCOL: string
}

// When timers run is said once, for here and for the local runtime.
var sample = loadJsonContent('../../local.settings.sample.json').Values

// A connection that is reached by identity is written as the Functions extensions write it: Name__property.
var settings = {
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsConnection
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  AzureWebJobsStorage__blobServiceUri: blobEndpoint
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  PromoStorage__tableServiceUri: tableEndpoint
  PromoStorage__credential: 'managedidentity'
  PromoStorage__clientId: identityClientId
  ServiceBus__fullyQualifiedNamespace: serviceBusHost
  ServiceBus__credential: 'managedidentity'
  ServiceBus__clientId: identityClientId
  CustomerKeySecret: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${customerKeySecretName})'
  SendGridKey: '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${sendGridKeyName})'
  SendGridHost: shop.SendGridHost
  BusinessTimeZone: shop.BusinessTimeZone
  PublicUrl: shop.PublicUrl
  ShopName: shop.ShopName
  MailFrom: shop.MailFrom
  NewsletterUrl: shop.NewsletterUrl
  LoyaltyUrl: shop.LoyaltyUrl
  EscalationHours: shop.EscalationHours
  EscalationsMailTo: shop.EscalationsMailTo
  CodeNoticeDays: shop.CodeNoticeDays
  FinanceMailTo: shop.FinanceMailTo
  StaffLanguage: shop.StaffLanguage
  OTEL_EXPORTER_OTLP_ENDPOINT: shop.OTEL_EXPORTER_OTLP_ENDPOINT
  OTEL_EXPORTER_OTLP_PROTOCOL: shop.OTEL_EXPORTER_OTLP_PROTOCOL
  ClaimSchedule: sample.ClaimSchedule
  SweepSchedule: sample.SweepSchedule
  ReportSchedule: sample.ReportSchedule
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: name
  location: location
  // azd deploys the service of this name in azure.yaml here.
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    siteConfig: {
      minTlsVersion: '1.2'
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${blobEndpoint}${deploymentContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        maximumInstanceCount: size.maximumInstances
        instanceMemoryMB: size.instanceMemoryMB
        // Redemptions of one process share transactions, so few busy instances do better than many idle ones.
        triggers: {
          http: {
            perInstanceConcurrency: size.httpConcurrency
          }
        }
        alwaysReady: size.alwaysReadyHttp == 0 ? [] : [
          {
            name: 'http'
            instanceCount: size.alwaysReadyHttp
          }
        ]
      }
    }
  }
}

resource appSettings 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'appsettings'
  properties: settings
}

// Deploying goes through the identity of who deploys, never through a password of the app.
resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'ftp'
  properties: {
    allow: false
  }
}

resource noScmPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'scm'
  properties: {
    allow: false
  }
}

output name string = app.name
output hostName string = app.properties.defaultHostName
