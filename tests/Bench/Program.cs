using PromoFunctions.Bench.Validate;

// dotnet run --project tests/Bench -c Release -- validate
return args switch
{
    ["validate"] => await ValidateBench.RunAsync(),
    [BareServer.Role, var answer] => await BareServer.RunAsync(answer),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("Name a benchmark: validate");
    return 2;
}
