using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using PromoFunctions.App;
using PromoFunctions.App.Asking;
using PromoFunctions.App.Claims;
using PromoFunctions.App.Customers;
using PromoFunctions.App.Mailing;
using PromoFunctions.App.Notices;
using PromoFunctions.App.Offers;
using PromoFunctions.App.Reports;
using PromoFunctions.App.Telemetry;
using PromoFunctions.Storage;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<FunctionSpans>();
builder.Services
    .AddPromoStorage(builder.Configuration)
    .AddShared(builder.Configuration)
    .AddPromotions()
    .AddClaims(builder.Configuration)
    .AddAsking()
    .AddMail(builder.Configuration)
    .AddOffers(builder.Configuration)
    .AddNotices(builder.Configuration)
    .AddCustomers()
    .AddReports(builder.Configuration);
builder.Build().Run();
