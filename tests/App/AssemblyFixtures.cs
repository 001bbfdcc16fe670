[assembly: AssemblyFixture(typeof(PromoFunctions.Tests.Support.AzuriteFixture))]
