Console.WriteLine("PromoFunctions");
