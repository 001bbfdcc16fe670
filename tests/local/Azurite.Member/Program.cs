using PromoFunctions.Local.Azurite;

// A process that joins the Azurite of the folder it is given, says where that is, and leaves when its input ends: for the
// tests in which a member is another process, and dies.
var options = new AzuriteOptions { DataDirectory = args[0], PreferredTablePort = 0, EndsWithStarter = args[1] == "ends-with-starter" };
await using AzuriteHost host = await AzuriteHost.JoinAsync(options, Console.Error, CancellationToken.None);
Console.WriteLine($"{host.ProcessId} {host.TablePort}");
await Console.In.ReadToEndAsync();
