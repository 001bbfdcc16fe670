using PromoFunctions.Tests.Support;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
