using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

// A Program as any app has it, for the tests that need a process: arguments, exit codes, signals, a sudden death.
var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
if (builder.Configuration["Wrong"] is { } wrong)
{
    // As an app does that reads its settings while it wires.
    throw new InvalidOperationException($"The setting Wrong is '{wrong}'.");
}

builder.Build().Run();
