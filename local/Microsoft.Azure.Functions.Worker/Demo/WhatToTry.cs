namespace Microsoft.Azure.Functions.Worker.Runtime.Demo;

/// <summary>What is printed at the start: a handful of requests that show what the demo shop can do.</summary>
internal static class WhatToTry
{
    /// <param name="baseAddress">Where the functions are served.</param>
    internal static string Text(Uri baseAddress) => """
        Try (every audience has a key: storefront-local, helpdesk-local, finance-local, marketing-local, manager-local):

          # Does a code work on this cart, and what else would?
          curl -s BASE/api/codes/validate -H 'x-functions-key: storefront-local' -H 'content-type: application/json' -d '{"codes":["SUMMER20","BIG5"],"cart":{"currency":"EUR","channel":"web","region":"DE","shipping":490,"lines":[{"id":"1","sku":"TEA-01","categories":["tea"],"quantity":2,"unitPrice":1250}]},"customer":{"id":"c-17","email":"jane@example.com"}}'

          # Redeem; send it twice: one redemption, the same answer.
          curl -s BASE/api/redemptions -H 'x-functions-key: storefront-local' -H 'content-type: application/json' -d '{"orderId":"try-1","codes":["WELCOME10"],"cart":{"currency":"EUR","channel":"web","region":"DE","lines":[{"id":"1","sku":"TEA-01","categories":["tea"],"quantity":2,"unitPrice":1250}]},"customer":{"id":"try","email":"try@example.com"},"mode":"redeem"}'

          # The demo's claims and how each was decided; the campaigns; a report.
          curl -s BASE/api/claims -H 'x-functions-key: helpdesk-local'
          curl -s BASE/api/claims/demo-missed -H 'x-functions-key: helpdesk-local'
          curl -s BASE/api/campaigns -H 'x-functions-key: marketing-local'
          curl -s BASE/api/reports -H 'x-functions-key: finance-local'

          # In a browser: the mail that would have been sent.
          BASE/local/mail?code=master-local

        """.Replace("BASE", baseAddress.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
}
